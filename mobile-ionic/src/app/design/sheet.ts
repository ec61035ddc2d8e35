import { Component, ElementRef, afterNextRender, inject, input, output, viewChild } from '@angular/core';

/** A sheet from below: the platform's own modal dialog, so focus stays in it and Escape closes it. */
@Component({
  selector: 'bar-sheet',
  template: `
    <dialog
      #dialog
      class="sheet"
      [attr.aria-label]="label()"
      (close)="closed.emit()"
      (click)="outside($event)"
    >
      <ng-content />
    </dialog>
  `,
})
export class Sheet {
  readonly label = input.required<string>();
  readonly closed = output();
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);

  constructor() {
    afterNextRender(() => {
      this.dialog().nativeElement.showModal?.();
      this.host.nativeElement.querySelector<HTMLElement>('[autofocus]')?.focus();
    });
  }

  /** A tap beside it closes it; the dialog itself is what is hit there. */
  protected outside(event: MouseEvent): void {
    if (event.target === this.dialog().nativeElement) this.dialog().nativeElement.close();
  }
}
