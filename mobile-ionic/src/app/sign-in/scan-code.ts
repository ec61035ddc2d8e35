import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  ElementRef,
  afterNextRender,
  inject,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { Texts } from '../texts/texts';
import { type DeviceLink, readDeviceLink } from './device-link';

interface Detector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}
type DetectorClass = new (options: { readonly formats: readonly string[] }) => Detector;

const LOOK_EVERY_MS = 250;
const detectorClass = (): DetectorClass | undefined =>
  (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;

/** Where there is no detector, or no secure page, the camera app of the phone opens the link itself. */
export const canScan = (): boolean =>
  detectorClass() !== undefined && (navigator.mediaDevices as MediaDevices | undefined) !== undefined;

/** Looks through the camera until it sees a code of ours. */
@Component({
  selector: 'bar-scan-code',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (blind()) {
      <p class="wrong" role="alert">{{ t('signIn.noCamera') }}</p>
    } @else {
      <video #video muted playsinline [attr.aria-label]="t('signIn.camera')"></video>
    }
  `,
  styles: `
    video {
      width: 100%;
      aspect-ratio: 1;
      object-fit: cover;
      border-radius: 14px;
      background: #000;
    }
  `,
})
export class ScanCode {
  readonly found = output<DeviceLink>();
  protected readonly blind = signal(false);
  protected readonly t = inject(Texts).t;
  private readonly video = viewChild<ElementRef<HTMLVideoElement>>('video');
  private stream: MediaStream | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isOver = false;

  constructor() {
    afterNextRender(() => void this.open().catch(() => this.blind.set(true)));
    inject(DestroyRef).onDestroy(() => this.close());
  }

  private async open(): Promise<void> {
    const Detects = detectorClass();
    const video = this.video()?.nativeElement;
    if (!Detects || !video) throw new Error('Nothing here can look for codes');
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
    this.stream = stream;
    // Closed while the person was asked for leave.
    if (this.isOver) return this.close();
    video.srcObject = stream;
    await video.play();
    this.look(new Detects({ formats: ['qr_code'] }), video);
  }

  private look(detector: Detector, video: HTMLVideoElement): void {
    this.timer = setTimeout(() => {
      void detector
        .detect(video)
        .catch(() => [])
        .then((codes) => {
          const link = codes.flatMap(({ rawValue }) => readDeviceLink(rawValue) ?? []).at(0);
          if (this.isOver) return;
          if (link) this.found.emit(link);
          else this.look(detector, video);
        });
    }, LOOK_EVERY_MS);
  }

  private close(): void {
    this.isOver = true;
    clearTimeout(this.timer);
    for (const track of this.stream?.getTracks() ?? []) track.stop();
  }
}
