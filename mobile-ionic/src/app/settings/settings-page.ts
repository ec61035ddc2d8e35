import { Component, computed, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { Router, RouterLink } from '@angular/router';
import { IonContent, IonFooter } from '@ionic/angular';
import { NativeCall } from '@barry/native-call';
import { Api } from '../../generated/api/api';
import { listDevices, removeDevice, updateDevice } from '../../generated/api/functions';
import { Avatar } from '../design/avatar';
import { FocusableContent } from '../design/focusable-content';
import { Icon } from '../design/icon';
import { query } from '../design/query';
import { Sheet } from '../design/sheet';
import { Tabs } from '../design/tabs';
import { Device } from '../ringing/device';
import { Live } from '../session/live';
import { problemOf, problemText } from '../session/problem';
import { Servers } from '../session/servers';
import { Session } from '../session/session';
import { LANGUAGES, type Language, Texts } from '../texts/texts';
import { THEMES, Theme, type ThemeChoice } from './theme';

const TEST_SECONDS = 8;

@Component({
  selector: 'bar-settings-page',
  imports: [Avatar, FocusableContent, FormsModule, Icon, IonContent, IonFooter, RouterLink, Sheet, Tabs],
  host: { class: 'ion-page' },
  templateUrl: './settings-page.html',
  styleUrl: './settings-page.css',
})
export class SettingsPage {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly texts = inject(Texts);
  private readonly theme = inject(Theme);
  private readonly device = inject(Device);
  protected readonly session = inject(Session);
  protected readonly servers = inject(Servers);
  protected readonly live = inject(Live);
  protected readonly t = this.texts.t;

  private readonly devices = query(() => this.api.invoke(listDevices, {}), { keep: 'devices' });
  protected readonly mine = computed(() =>
    this.devices.value()?.devices.find(({ deviceId }) => deviceId === this.session.deviceId()),
  );
  protected readonly languages = LANGUAGES;
  protected readonly languageNames: Readonly<Record<Language, string>> = { en: 'English', ja: '日本語' };
  protected readonly themes = THEMES;
  protected readonly chosenTheme = this.theme.choice;
  protected readonly ringing = signal(false);
  protected readonly leaving = signal(false);
  protected readonly wrong = signal('');

  ionViewWillLeave(): void {
    if (this.ringing()) void this.testRing();
  }

  protected language(): Language {
    return this.texts.language();
  }

  protected async setLanguage(language: Language): Promise<void> {
    await this.texts.choose(language);
  }

  protected setTheme(choice: ThemeChoice): void {
    this.theme.choose(choice);
  }

  protected async testRing(): Promise<void> {
    if (this.ringing()) {
      this.ringing.set(false);
      await NativeCall.stopRingTest();
      return;
    }
    await this.device.enable();
    this.ringing.set(true);
    await NativeCall.ringTest({ seconds: TEST_SECONDS });
    setTimeout(() => this.ringing.set(false), TEST_SECONDS * 1_000);
  }

  protected async trust(trusted: boolean): Promise<void> {
    this.wrong.set('');
    try {
      await this.api.invoke(updateDevice, { deviceId: this.session.deviceId(), body: { trusted } });
    } catch (error) {
      this.wrong.set(this.t(problemText(problemOf(error))));
    }
    await this.devices.reload();
  }

  /** The server forgets the device, then the device its token: nobody rings a signed-out one. */
  protected async signOut(): Promise<void> {
    this.leaving.set(false);
    await this.api.invoke(removeDevice, { deviceId: this.session.deviceId() }).catch(() => undefined);
    this.session.end();
    await this.router.navigate(['/sign-in'], { replaceUrl: true });
  }
}
