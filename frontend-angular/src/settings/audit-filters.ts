import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Router } from '@angular/router';
import { BarryIcon } from '../design/icon';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import { instantOf, wallOf } from '../design/time/zoned';
import { Directory } from '../session/directory';
import { type AuditQuery, auditFilterOf, exportAddress } from './audit-filter.rules';

/** What is looked for in the audit log; it stands in the address of the page, so that it can be handed on. */
@Component({
  selector: 'barry-audit-filters',
  imports: [BarryIcon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    @let said = query();
    <div class="fb" role="search">
      <label class="chip-select">
        <span>{{ t('audit.who') }}</span>
        <select name="who" (change)="set('who', text($event))">
          <option value="">{{ t('audit.anybody') }}</option>
          @for (user of directory.users(); track user.userId) {
            <option [value]="user.userId" [selected]="user.userId === said.who">{{ user.name }}</option>
          }
        </select>
      </label>
      <label class="chip-select">
        <span>{{ t('audit.action') }}</span>
        <input
          type="search"
          name="action"
          placeholder="policy.updated"
          [value]="said.action ?? ''"
          (change)="set('action', text($event))"
        />
      </label>
      <label class="chip-select">
        <span>{{ t('audit.text') }}</span>
        <input type="search" name="q" [value]="said.q ?? ''" (change)="set('q', text($event))" />
      </label>
      <label class="chip-select">
        <span>{{ t('audit.address') }}</span>
        <input
          type="search"
          name="address"
          placeholder="192.0.2.1"
          [value]="said.address ?? ''"
          (change)="set('address', text($event))"
        />
      </label>
      <label class="chip-select moment">
        <span>{{ t('audit.since') }}</span>
        <input
          type="datetime-local"
          name="from"
          [value]="wall(said.from)"
          (change)="set('from', instant($event))"
        />
      </label>
      <label class="chip-select moment">
        <span>{{ t('audit.until') }}</span>
        <input
          type="datetime-local"
          name="until"
          [value]="wall(said.until)"
          (change)="set('until', instant($event))"
        />
      </label>
      @if (said.target) {
        <span class="chip on"
          >{{ t('audit.target') }}: <span class="cut">{{ targetName() ?? said.target }}</span></span
        >
      }
      @if (filtered()) {
        <button type="button" class="btn sm" (click)="clear()">{{ t('common.clearFilter') }}</button>
      }
      <span class="grow"></span>
      <span
        class="exports"
        role="group"
        [attr.aria-label]="t('audit.export')"
        [title]="t('audit.exportNote')"
      >
        <span class="t3">{{ t('audit.export') }}</span>
        <a class="btn sm" download [href]="csv()"><svg barryIcon="download"></svg>{{ t('audit.csv') }}</a>
        <a class="btn sm" download [href]="lines()"
          ><svg barryIcon="download"></svg>{{ t('audit.jsonLines') }}</a
        >
      </span>
    </div>
  `,
})
export class AuditFilters {
  readonly query = input.required<AuditQuery>();
  readonly targetName = input<string>();
  private readonly router = inject(Router);
  private readonly clock = inject(Clock);
  protected readonly directory = inject(Directory);
  protected readonly t = inject(Texts).t;
  private readonly filter = computed(() => auditFilterOf(this.query()));
  protected readonly filtered = computed(() => Object.keys(this.filter()).length > 0);
  protected readonly csv = computed(() => exportAddress(this.filter(), 'csv'));
  protected readonly lines = computed(() => exportAddress(this.filter(), 'jsonl'));
  private readonly zone = computed(() => this.clock.timeZone() ?? 'UTC');

  constructor() {
    this.directory.start();
  }

  protected text(event: Event): string | undefined {
    return (event.target as HTMLInputElement | HTMLSelectElement).value.trim() || undefined;
  }

  protected instant(event: Event): string | undefined {
    return instantOf(this.text(event) ?? '', this.zone());
  }

  protected wall(at: string | undefined): string {
    const instant = Date.parse(at ?? '');
    return Number.isNaN(instant) ? '' : wallOf(instant, this.zone());
  }

  protected set(name: keyof AuditQuery, value: string | undefined): void {
    void this.router.navigate([], {
      queryParams: { [name]: value },
      queryParamsHandling: 'merge',
      replaceUrl: true,
    });
  }

  protected clear(): void {
    void this.router.navigate([], { queryParams: {} });
  }
}
