import { Injectable, signal } from '@angular/core';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly error: boolean;
  readonly undo?: () => void;
}

const STAY_MS = 8_000;

/** Short news at the bottom left. Errors stay until closed; never for anything that rings. */
@Injectable({ providedIn: 'root' })
export class Toasts {
  private serial = 0;
  private readonly list = signal<readonly Toast[]>([]);
  readonly shown = this.list.asReadonly();

  tell(text: string, undo?: () => void): void {
    const id = this.add({ text, error: false, ...(undo === undefined ? {} : { undo }) });
    setTimeout(() => this.close(id), STAY_MS);
  }

  fail(text: string): void {
    this.add({ text, error: true });
  }

  close(id: number): void {
    this.list.update((all) => all.filter((toast) => toast.id !== id));
  }

  private add(toast: Omit<Toast, 'id'>): number {
    const id = ++this.serial;
    this.list.update((all) => [...all.slice(-3), { ...toast, id }]);
    return id;
  }
}
