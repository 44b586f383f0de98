import { expect, it } from 'vitest';
import { languageOf } from './languages.ts';

it.each([
  ['/etc/nginx/conf.d/default.conf', '', 'nginx'],
  ['/etc/app.conf', '', 'properties'],
  ['/app/docker-compose.yml', '', 'yaml'],
  ['/app/Dockerfile.dev', '', 'dockerfile'],
  ['/root/.bashrc', '', 'shell'],
  ['/entrypoint', '#!/bin/sh\nset -e', 'shell'],
  ['/manage', '#!/usr/bin/env python3\n', 'python'],
  ['/run', '#!/usr/bin/env -S node --test\n', 'javascript'],
  ['/etc/passwd', 'root:x:0', undefined],
  ['/README', 'shell', undefined],
  ['/no.such-ending', '', undefined],
])('finds the language of %s', (path, text, language) => {
  expect(languageOf(path, text)).toBe(language);
});
