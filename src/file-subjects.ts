import { Injectable, type OnModuleInit } from '@nestjs/common';
import { FileSubjects } from './modules/files/index.js';
import { IncidentsQueries } from './modules/incidents/index.js';

/** Tells the files what they can belong to: neither of the two modules has to know the other. */
@Injectable()
export class FileSubjectsBinding implements OnModuleInit {
  constructor(
    private readonly subjects: FileSubjects,
    private readonly incidents: IncidentsQueries,
  ) {}

  onModuleInit(): void {
    this.subjects.add('incident', {
      teamOf: async (id) => (await this.incidents.get(id)).teamId,
      read: 'incidents.read',
      write: 'incidents.comment',
    });
  }
}
