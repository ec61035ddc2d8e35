import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { BarryIcon } from '../design/icon';
import { ProblemNote, problemText } from '../design/problem-note';
import { Texts } from '../design/text/texts';
import { Toasts } from '../design/toasts';
import type { TeamChannel, TeamNewsKind } from '../generated/api/models';
import { liveQuery } from '../session/live-query';
import { toProblem } from '../session/problem';
import { ROOM_NEWS, RoomForm } from './room-form';
import { bringsNews, roomTarget } from './room-target';
import { TeamsApi } from './teams-api';

/** Where a team's news go: for its owners, who alone may see and change it. */
@Component({
  selector: 'barry-team-rooms',
  imports: [BarryIcon, FormsModule, ProblemNote, RoomForm],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <div class="sec">
      <h2>{{ t('rooms.title') }}</h2>
      <span class="n">{{ channels.value()?.length ?? '' }}</span>
    </div>
    @if (channels.problem(); as failure) {
      <barry-problem [failure]="failure" [retry]="true" (again)="channels.refresh()" />
    }
    <table class="services">
      <thead>
        <tr>
          <th>{{ t('teams.name') }}</th>
          <th>{{ t('rooms.news') }}</th>
          <th>{{ t('rooms.failure') }}</th>
          <th class="c-act">
            <span class="vh">{{ t('common.actions') }}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        @for (one of channels.value(); track one.channelId) {
          <tr>
            <td>
              <b>{{ one.name }}</b> <span class="t3">{{ one.notifier }}</span>
              @if (one.paused) {
                <span class="pill warn">{{ t('rooms.paused') }}</span>
              }
            </td>
            <td class="t2">{{ words(one.news) }}</td>
            <td class="t2" lang="en">{{ one.lastFailure ?? '' }}</td>
            <td class="num">
              <button
                type="button"
                class="btn sm ghost"
                [attr.aria-label]="t(one.paused ? 'rooms.resumeOf' : 'rooms.pauseOf', { name: one.name })"
                (click)="pause(one)"
              >
                {{ t(one.paused ? 'rooms.resume' : 'rooms.pause') }}
              </button>
              <button
                type="button"
                class="btn sm ghost"
                [attr.aria-expanded]="edited() === one.channelId"
                [attr.aria-label]="t('rooms.editOf', { name: one.name })"
                (click)="edited.set(edited() === one.channelId ? '' : one.channelId)"
              >
                {{ t('rooms.edit') }}
              </button>
              <button
                type="button"
                class="btn sm ghost"
                [attr.aria-label]="t('picker.remove', { name: one.name })"
                (click)="remove(one.channelId)"
              >
                <svg barryIcon="x" class="s14"></svg>
              </button>
            </td>
          </tr>
          @if (edited() === one.channelId) {
            <tr>
              <td colspan="4" class="room-cell">
                <barry-room-form [channel]="one" (closed)="close()" (refused)="channels.refresh()" />
              </td>
            </tr>
          }
        } @empty {
          <tr>
            <td colspan="4" class="t3">{{ t('rooms.none') }}</td>
          </tr>
        }
      </tbody>
    </table>
    @if (able().length > 0) {
      <form class="line-form" (ngSubmit)="add()">
        <label class="field">
          <span>{{ t('rooms.add') }}</span>
          <input name="room" maxlength="100" [(ngModel)]="name" />
        </label>
        <label class="field">
          <span>{{ t('rooms.by') }}</span>
          <select class="input" name="notifier" [(ngModel)]="notifier">
            @for (one of able(); track one.name) {
              <option [value]="one.name">{{ one.name }}</option>
            }
          </select>
        </label>
        <label class="field">
          <span>{{ t('rooms.address') }}</span>
          <input name="address" maxlength="2000" autocomplete="off" [(ngModel)]="address" />
        </label>
        <button type="submit" class="btn" [disabled]="name().trim() === '' || address().trim() === ''">
          {{ t('common.add') }}
        </button>
      </form>
    }
  `,
})
export class TeamRooms {
  readonly teamId = input.required<string>();
  private readonly api = inject(TeamsApi);
  private readonly toasts = inject(Toasts);
  private readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly name = signal('');
  protected readonly address = signal('');
  protected readonly channels = liveQuery({ params: this.teamId, load: (id) => this.api.channels(id) });
  private readonly notifiers = liveQuery({ params: () => 'notifiers', load: () => this.api.notifiers() });
  protected readonly able = computed(() =>
    (this.notifiers.value() ?? []).filter(({ plugin, state }) => state !== 'off' && bringsNews(plugin)),
  );
  protected readonly notifier = signal('');

  /** The id of the room whose form is open. */
  protected readonly edited = signal('');

  protected close(): void {
    this.edited.set('');
    this.channels.refresh();
  }

  protected pause(one: TeamChannel): Promise<boolean> {
    return this.act(() => this.api.updateChannel(one, { paused: !one.paused }));
  }

  protected words(news: readonly TeamNewsKind[]): string {
    return news.map((kind) => this.texts.word('roomNews', kind)).join(this.t('rooms.comma'));
  }

  protected async add(): Promise<void> {
    const one = this.able().find(({ name }) => name === this.notifier()) ?? this.able()[0];
    if (!one) return;
    const ok = await this.act(() =>
      this.api.createChannel(this.teamId(), {
        name: this.name().trim(),
        notifier: one.name,
        target: roomTarget(one.plugin, this.address()),
        news: [...ROOM_NEWS],
        locale: this.texts.language(),
      }),
    );
    if (!ok) return;
    this.name.set('');
    this.address.set('');
  }

  protected remove(channelId: string): Promise<boolean> {
    return this.act(() => this.api.deleteChannel(this.teamId(), channelId));
  }

  private async act(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      this.toasts.fail(problemText(toProblem(error), this.texts));
      return false;
    } finally {
      this.channels.refresh();
    }
  }
}
