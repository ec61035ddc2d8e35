import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Avatar } from '../../design/avatar';
import { BarryIcon } from '../../design/icon';
import { SEVERITIES, type Severity } from '../../design/severity';
import { SeverityMark } from '../../design/severity-mark';
import { Texts } from '../../design/text/texts';
import type { Urgency } from '../../generated/api/models';
import { Directory } from '../../session/directory';
import { ConditionRows } from './condition-rows';
import { RulesDraft } from './rules-draft';
import type { RuleForm } from './rules-form';
import { weekdays } from './rule-words';

const URGENCIES: readonly Urgency[] = ['ring', 'inform', 'record'];

/** One rule, opened: when it holds, and what it then says. */
@Component({
  selector: 'barry-rule-editor',
  imports: [Avatar, BarryIcon, ConditionRows, SeverityMark],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'rule-editor' },
  templateUrl: './rule-editor.html',
})
export class RuleEditor {
  readonly rule = input.required<RuleForm>();
  protected readonly draft = inject(RulesDraft);
  protected readonly directory = inject(Directory);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly severities = SEVERITIES;
  protected readonly urgencies = URGENCIES;
  protected readonly days = computed(() => weekdays(this.texts.language()));
  /** A policy is its first team's. */
  protected readonly policies = computed(() =>
    this.directory.policies().filter(({ teamId }) => teamId === this.rule().teamIds[0]),
  );

  protected readonly problemAt = computed(() => {
    const { key } = this.rule();
    return (field: string): string => this.draft.problemAt(key, field);
  });

  protected set(change: Partial<RuleForm>): void {
    this.draft.setRule(this.rule().key, change);
  }

  protected toggleSeverity(level: Severity): void {
    this.set({ severities: toggled(this.rule().severities, level) });
  }

  protected toggleDay(day: number): void {
    this.set({ weekdays: toggled(this.rule().weekdays, day) });
  }

  protected addTeam(event: Event): void {
    const select = event.target as HTMLSelectElement;
    const teamId = select.value;
    select.value = '';
    const { teamIds } = this.rule();
    if (teamId !== '' && !teamIds.includes(teamId)) this.setTeams([...teamIds, teamId]);
  }

  protected removeTeam(teamId: string): void {
    this.setTeams(this.rule().teamIds.filter((one) => one !== teamId));
  }

  protected setSeverity(event: Event): void {
    const word = this.text(event);
    this.set({ severity: SEVERITIES.find((one) => one === word) ?? '' });
  }

  protected setUrgency(event: Event): void {
    const word = this.text(event);
    this.set({ urgency: URGENCIES.find((one) => one === word) ?? '' });
  }

  protected text(event: Event): string {
    return (event.target as HTMLInputElement | HTMLSelectElement).value;
  }

  private setTeams(teamIds: readonly string[]): void {
    const isSameFirst = teamIds[0] === this.rule().teamIds[0];
    this.set({ teamIds, ...(isSameFirst ? {} : { policyId: '' }) });
  }
}

const toggled = <T>(list: readonly T[], one: T): readonly T[] =>
  list.includes(one) ? list.filter((other) => other !== one) : [...list, one];
