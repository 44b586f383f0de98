import { describe, expect, it } from 'vitest';
import schema from '../schema/compose-spec.json' with { type: 'json' };
import { readYaml } from './locate.ts';
import { placeIn } from './place.ts';
import type { Schema } from './schema.ts';
import { suggest } from './suggest.ts';

const file = `services:
  web:
    image: x
  db:
    image: y
networks:
  front:
volumes:
  data:
`;

/** What is offered at a bar, in a file that has some names beside. */
function offered(text: string, named = file): readonly string[] {
  const at = text.indexOf('|');
  const whole = text.slice(0, at) + text.slice(at + 1);
  const place = placeIn(whole, at);
  if (place === undefined) return [];
  return suggest(schema as Schema, place, readYaml(named)).map(({ label }) => label);
}

describe('what the editor offers', () => {
  it('is what the specification knows at that place', () => {
    expect(offered('|')).toEqual(expect.arrayContaining(['services', 'networks', 'volumes', 'name']));
    const service = offered('services:\n  new:\n    |');
    expect(service).toEqual(
      expect.arrayContaining(['image', 'build', 'healthcheck', 'develop', 'depends_on']),
    );
    expect(offered('services:\n  new:\n    healthcheck:\n      |')).toContain('interval');
    expect(offered('services:\n  new:\n    build:\n      |')).toContain('dockerfile');
    expect(offered('services:\n  new:\n    ports:\n      - |')).toContain('published');
  });

  it('is nothing twice', () => {
    expect(offered('services:\n  new:\n    image: x\n    |')).not.toContain('image');
  });

  it('is a value where the specification names some', () => {
    expect(offered('services:\n  new:\n    init: |')).toEqual(['true', 'false']);
    expect(offered('services:\n  new:\n    depends_on:\n      db:\n        condition: |')).toContain(
      'service_healthy',
    );
  });

  it('is a name that the file has, and not the service’s own', () => {
    expect(offered('services:\n  web:\n    depends_on:\n      - |')).toEqual(['db']);
    expect(offered('services:\n  web:\n    networks:\n      - |')).toContain('front');
    expect(offered('services:\n  web:\n    depends_on:\n      |')).toContain('db');
  });
});
