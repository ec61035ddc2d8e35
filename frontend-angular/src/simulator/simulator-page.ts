import { ChangeDetectionStrategy, Component, computed, DestroyRef, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { BarryIcon } from '../design/icon';
import { ProblemNote } from '../design/problem-note';
import { Skeleton } from '../design/skeleton';
import { Texts } from '../design/text/texts';
import { PageTop } from '../session/page-top';
import { type Problem, toProblem } from '../session/problem';
import { Bell } from './bell';
import {
  type Act,
  type Knobs,
  type Phone,
  type Simulated,
  SimulatorApi,
  type Telephone,
} from './simulator-api';

const LOOK_MS = 400;

interface Person {
  readonly name: string;
  readonly phones: readonly Phone[];
  readonly telephones: readonly Telephone[];
}

/** The phones of the demo, side by side: to see Barry ring without waking anybody. */
@Component({
  selector: 'barry-simulator-page',
  imports: [BarryIcon, FormsModule, PageTop, ProblemNote, Skeleton],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styleUrl: './simulator.css',
  templateUrl: './simulator-page.html',
})
export class SimulatorPage {
  private readonly api = inject(SimulatorApi);
  private readonly bell = new Bell();
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly state = signal<Simulated | undefined>(undefined);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly title = signal('');
  protected readonly isLoud = signal(false);
  protected readonly keys = ['1', '2', '3'] as const;
  protected readonly switches = ['isSilent', 'duplicates', 'reorders'] as const;
  protected readonly people = computed((): readonly Person[] => {
    const { phones = [], telephones = [] } = this.state() ?? {};
    return [...new Set([...phones, ...telephones].map(({ owner }) => owner))].map((name) => ({
      name,
      phones: phones.filter(({ owner }) => owner === name),
      telephones: telephones.filter(({ owner }) => owner === name),
    }));
  });
  private readonly isRinging = computed(
    () =>
      this.state()?.phones.some(({ screen }) => screen === 'ringing') === true ||
      this.state()?.telephones.some(({ state }) => state === 'ringing') === true,
  );

  constructor() {
    const timer = setInterval(() => void this.look(), LOOK_MS);
    inject(DestroyRef).onDestroy(() => {
      clearInterval(timer);
      this.bell.stop();
    });
    void this.look();
  }

  protected raise(): Promise<void> {
    return this.act({ do: 'alert', title: this.title().trim() || this.t('simulator.alertTitle') });
  }

  protected turn(id: string, knobs: Partial<Knobs>): Promise<void> {
    return this.act({ do: 'turn', id, knobs });
  }

  protected flip(phone: Phone, knob: 'isSilent' | 'duplicates' | 'reorders'): Promise<void> {
    return this.turn(phone.id, { [knob]: !phone.knobs[knob] });
  }

  protected number(event: Event): number {
    return Number((event.target as HTMLInputElement).value);
  }

  protected loud(): void {
    this.isLoud.set(!this.isLoud());
    if (this.isLoud()) this.bell.start(() => this.isRinging());
    else this.bell.stop();
  }

  protected async act(act: Act): Promise<void> {
    await this.take(() => this.api.act(act));
  }

  private async look(): Promise<void> {
    await this.take(() => this.api.state());
  }

  private async take(ask: () => Promise<Simulated>): Promise<void> {
    try {
      this.state.set(await ask());
      this.problem.set(undefined);
    } catch (error) {
      this.problem.set(toProblem(error));
    }
  }
}
