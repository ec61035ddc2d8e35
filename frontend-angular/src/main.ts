import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { inject, provideAppInitializer, provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { provideRouter, TitleStrategy, withComponentInputBinding } from '@angular/router';
import { Appearance } from './design/theme';
import { provideTexts } from './design/text/provide-texts';
import { ApiConfiguration } from './generated/api/api-configuration';
import { apiInterceptor } from './session/http';
import { App } from './shell/app';
import { routes } from './shell/app.routes';
import { PageTitle } from './shell/page-title';

void bootstrapApplication(App, {
  providers: [
    provideZonelessChangeDetection(),
    provideHttpClient(withInterceptors([apiInterceptor])),
    provideRouter(routes, withComponentInputBinding()),
    provideTexts(),
    { provide: TitleStrategy, useClass: PageTitle },
    provideAppInitializer(async () => {
      // The client is made for any server; ours is the one that served this page.
      inject(ApiConfiguration).rootUrl = '';
      const appearance = inject(Appearance);
      await appearance.setLanguage(appearance.firstLanguage());
    }),
  ],
});
