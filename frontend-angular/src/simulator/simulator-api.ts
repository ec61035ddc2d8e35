import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';

export interface Knobs {
  readonly isOn: boolean;
  readonly isSilent: boolean;
  readonly delayMs: number;
  readonly losesPercent: number;
  readonly duplicates: boolean;
  readonly reorders: boolean;
}
export interface Phone {
  readonly id: string;
  readonly owner: string;
  readonly variant: 'normal' | 'emergency';
  readonly knobs: Knobs;
  readonly screen: 'idle' | 'ringing' | 'quiet' | 'answered';
  readonly isTest: boolean;
  readonly lines: readonly { readonly at: string; readonly what: string }[];
  readonly title?: string;
  readonly team?: string;
  readonly count?: number;
  readonly text?: string;
}
export interface Telephone {
  readonly id: string;
  readonly owner: string;
  readonly number: string;
  readonly knobs: Pick<Knobs, 'isOn' | 'delayMs'>;
  readonly state: 'idle' | 'ringing' | 'talking';
  readonly said: readonly string[];
}
export interface Simulated {
  readonly phones: readonly Phone[];
  readonly telephones: readonly Telephone[];
}
export type Act =
  | { readonly do: 'turn'; readonly id: string; readonly knobs: Partial<Knobs> }
  | { readonly do: 'phone'; readonly id: string; readonly act: 'answer' | 'accept' | 'decline' }
  | {
      readonly do: 'telephone';
      readonly id: string;
      readonly act: 'pick-up' | 'hang-up' | '1' | '2' | '3';
    }
  | { readonly do: 'alert'; readonly title: string };

/** Only there with BARRY_SIMULATE=true; no part of the API. */
@Injectable({ providedIn: 'root' })
export class SimulatorApi {
  private readonly http = inject(HttpClient);

  state(): Promise<Simulated> {
    return firstValueFrom(this.http.get<Simulated>('/simulator/api/state'));
  }

  act(act: Act): Promise<Simulated> {
    return firstValueFrom(this.http.post<Simulated>('/simulator/api/act', act));
  }
}
