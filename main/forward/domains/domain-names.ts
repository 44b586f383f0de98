import { type DomainContainer, domainLabel, domainSuffix } from '../../contract/domains.ts';
import type { Failure } from '../../contract/errors.ts';

/** As DNS has it. */
const longestName = 253;
const part = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** How a container came by a name; of two that have the same one, the first of these gets it. */
export const nameSources = ['label', 'container', 'service'] as const;

/** A whole name of a container's, and how it came by it. */
export interface OwnName {
  readonly name: string;
  readonly source: (typeof nameSources)[number];
}

/**
 * The whole names of a container: those of its label, or else its own and, of Compose's, SERVICE.PROJECT. None for one whose label
 * says `off`, and for names that no browser would take.
 */
export function namesOf(
  container: Pick<DomainContainer, 'name' | 'domainLabel' | 'service'>,
): readonly OwnName[] {
  const { name, service } = container;
  const label = (container.domainLabel ?? '').trim().toLowerCase();
  if (label === 'off') return [];
  const labelled = label === '' ? [] : distinct(label.split(',').map(wholeName));
  if (labelled.length > 0) return labelled.map((one) => ({ name: one, source: 'label' }));
  const own = distinct([wholeName(name)]);
  const services = service === null ? [] : distinct([wholeName(`${service.name}.${service.project}`)]);
  return [
    ...own.map((one): OwnName => ({ name: one, source: 'container' })),
    ...services.filter((one) => !own.includes(one)).map((one): OwnName => ({ name: one, source: 'service' })),
  ];
}

/** What a label that is no list of names, but a text of any length, is cut to. */
const mostTold = 4;
const longestTold = 64;

/** What is wrong with a container's label of names; null when nothing is. */
export function labelProblemOf({
  name,
  domainLabel: label = '',
}: Pick<DomainContainer, 'name' | 'domainLabel'>): Failure | null {
  const given = label.split(',').map((text) => text.trim());
  const wrong = given.filter((text) => text !== '' && wholeName(text) === undefined);
  if (wrong.length === 0) return null;
  const told = wrong.slice(0, mostTold).map((text) => JSON.stringify(text.slice(0, longestTold)));
  const further = wrong.length - told.length;
  return {
    code: 'invalid-argument',
    message: `The label ${domainLabel} of the container ${name} names what no host can be called: ${told.join(', ')}${further > 0 ? ` and ${further} more` : ''}.`,
    hint: `A name has letters, digits and dashes, between dots if need be: \`--label ${domainLabel}=shop,admin.shop\`.`,
  };
}

/** The whole name for what stands before the suffix, or for a whole name; undefined when it cannot be a host's name. */
function wholeName(text: string): string | undefined {
  const trimmed = text.trim().toLowerCase().replaceAll('_', '-');
  const suffix = `.${domainSuffix}`;
  const name = trimmed.endsWith(suffix) ? trimmed : `${trimmed}${suffix}`;
  return name.length <= longestName && name.split('.').every((one) => part.test(one)) ? name : undefined;
}

/**
 * The name that a request's Host field, or TLS, asks for, without the port: at or below {@link domainSuffix}. Undefined for
 * every other: whoever was led here by a name of somebody else's is to hear nothing.
 */
export function askedName(host: string | undefined): string | undefined {
  const [, given] = /^([a-z0-9._-]+?)\.?(?::\d{1,5})?$/i.exec(host ?? '') ?? [];
  const name = given?.toLowerCase().replaceAll('_', '-');
  return name === domainSuffix || (name !== undefined && wholeName(name) === name) ? name : undefined;
}

function distinct(names: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(names.filter((name) => name !== undefined))];
}
