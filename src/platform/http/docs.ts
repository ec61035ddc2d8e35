import type { INestApplication } from '@nestjs/common';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { OpenApi } from '../wire/openapi.js';

/**
 * The document at `/api/openapi.json`, and a page to read and try it at `/api/docs`. Nothing is loaded from elsewhere.
 * Written when somebody asks for it, and once: no start waits for it.
 */
export function serveDocs(app: INestApplication, write: () => OpenApi): void {
  let written: OpenAPIObject | undefined;
  const document = (): OpenAPIObject => (written ??= write() as unknown as OpenAPIObject);
  SwaggerModule.setup('api/docs', app, document, {
    jsonDocumentUrl: 'api/openapi.json',
    yamlDocumentUrl: 'api/openapi.yaml',
    customSiteTitle: 'Barry API',
  });
}
