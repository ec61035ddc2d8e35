import { Injectable } from '@nestjs/common';
import { newId } from '../../platform/database/new-id.js';
import { type Inform, Informs } from '../notifications/index.js';
import { isCallable, PeopleQueries } from '../people/index.js';
import { type NamedIn, type SilentPlace, StandingService } from '../policies/index.js';

interface Leaving {
  readonly userId: string;
  readonly name: string;
}

const keyOf = ({ policyId, step, grade }: SilentPlace): string => `${policyId}/${step}/${grade}`;
const placeOf = ({ step }: SilentPlace): string => (step === 0 ? 'the last resort' : `step ${step}`);

/** A step that can ring nobody any more is never left silently: its owners are told, and whoever made it so. */
@Injectable()
export class GapsService {
  constructor(
    private readonly standing: StandingService,
    private readonly people: PeopleQueries,
    private readonly informs: Informs,
  ) {}

  /** Joins the transaction that runs. The warnings are for the answer and the audit log. */
  async around<T>(
    now: Date,
    work: () => Promise<T>,
    leaving?: Leaving,
  ): Promise<{ readonly result: T; readonly warnings: readonly string[] }> {
    const before = new Set((await this.standing.silent()).map(keyOf));
    const result = await work();
    const silent = (await this.standing.silent()).filter((place) => !before.has(keyOf(place)));
    const named = leaving ? await this.standing.naming(leaving.userId, now) : [];
    for (const place of silent) await this.tellOfStep(place, now);
    if (leaving) for (const place of named) await this.tellOfPerson(place, leaving, now);
    return {
      result,
      warnings: [
        ...silent.map(
          (place) =>
            `Policy ${place.name}: ${placeOf(place)} can ring nobody${place.grade === 'always' ? '' : ' in some shifts'}`,
        ),
        ...named.map(({ kind, name }) => `${leaving?.name ?? ''} still stands in the ${kind} ${name}`),
      ],
    };
  }

  private async tellOfStep(place: SilentPlace, now: Date): Promise<void> {
    const { policyId, name, teamId, step, grade } = place;
    const ofStep = grade === 'always' ? 'step-silent' : 'step-silent-at-times';
    const about = step === 0 ? 'last-resort-silent' : ofStep;
    await this.tell(teamId, now, {
      words: { about, title: name, team: String(step), who: [] },
      link: `/policies/${policyId}`,
    });
  }

  private async tellOfPerson(
    { kind, id, name, teamId }: NamedIn,
    leaving: Leaving,
    now: Date,
  ): Promise<void> {
    const team = await this.people.team(teamId);
    const words = { about: 'person-left' as const, title: name, team: team.name, who: [leaving.name] };
    await this.tell(teamId, now, {
      words,
      link: kind === 'policy' ? `/policies/${id}` : `/schedules/${id}`,
    });
  }

  /** The owners of the team; where none is left, the admins. */
  private async tell(teamId: string, now: Date, said: Pick<Inform, 'words' | 'link'>): Promise<void> {
    const owners = (await this.people.membersOf(teamId)).filter(
      (one) => one.role === 'owner' && isCallable(one),
    );
    const userIds = owners.length > 0 ? owners.map(({ userId }) => userId) : await this.people.adminIds();
    await this.informs.send(
      { ...said, key: `directory/${newId()}`, userIds, teamIds: [teamId], alsoByMail: true },
      now,
    );
  }
}
