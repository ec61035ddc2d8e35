import { provideHttpClient, withFetch, withInterceptors } from '@angular/common/http';
import { isDevMode, provideBrowserGlobalErrorListeners, provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { RouteReuseStrategy, provideRouter, withComponentInputBinding } from '@angular/router';
import { provideServiceWorker } from '@angular/service-worker';
import { IonicRouteStrategy, provideIonicAngular } from '@ionic/angular';
import { App } from './app/app';
import { routes } from './app/app.routes';
import { apiInterceptor } from './app/session/http';
import { provideTexts } from './app/texts/provide-texts';
import { provideApiConfiguration } from './generated/api/api-configuration';

bootstrapApplication(App, {
  providers: [
    provideZonelessChangeDetection(),
    provideBrowserGlobalErrorListeners(),
    // Machines that look at the screens would look into the middle of an animation.
    provideIonicAngular({ mode: 'md', animated: !navigator.webdriver }),
    { provide: RouteReuseStrategy, useClass: IonicRouteStrategy },
    provideRouter(routes, withComponentInputBinding()),
    provideHttpClient(withFetch(), withInterceptors([apiInterceptor])),
    // Paths only: the interceptor puts one of the server's addresses before them.
    provideApiConfiguration(''),
    provideServiceWorker('sw.js', { enabled: !isDevMode(), registrationStrategy: 'registerImmediately' }),
    provideTexts(),
  ],
}).catch((error: unknown) => console.error(error));
