import { Module } from '@nestjs/common';
import { AlertsModule } from '../alerts/index.js';
import { EscalationModule } from '../escalation/index.js';
import { IncidentsModule } from '../incidents/index.js';
import { PeopleModule } from '../people/index.js';
import { DocumentStore } from './documents.store.js';
import { SearchIndex } from './index.engine.js';
import { SearchController } from './search.controller.js';
import { SearchQueries } from './search.queries.js';
import { SearchService } from './search.service.js';
import { SimilarService } from './similar.service.js';
import { SimilarStore } from './similar.store.js';

@Module({
  imports: [AlertsModule, EscalationModule, IncidentsModule, PeopleModule],
  controllers: [SearchController],
  providers: [DocumentStore, SearchIndex, SearchQueries, SearchService, SimilarService, SimilarStore],
  exports: [SearchIndex],
})
export class SearchModule {}
