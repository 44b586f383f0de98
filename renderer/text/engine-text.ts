import type { EngineTest, ListedEngine } from '../../main/contract/engines.ts';
import { ownEngine } from '../../main/contract/own-engine.ts';
import { visibleText } from './visible-text.ts';

/** What an engine is called where its name stands alone. */
export function engineTitle(name: string): string {
  return name === ownEngine ? 'Slipway’s own engine' : visibleText(name);
}

/** What a test that went well found. */
export function answerText({
  version,
  apiVersion,
  connectMs,
  latencyMs,
}: NonNullable<EngineTest['answer']>): string {
  return `Docker ${visibleText(version)} (API ${visibleText(apiVersion)}), connected in ${Math.round(connectMs)} ms, ${latencyMs} ms there and back`;
}

/** Where an engine is from, in words. */
export const originWords: Readonly<Record<ListedEngine['origin'], string>> = {
  slipway: 'Runs in Slipway’s virtual machine',
  added: 'Added here',
  docker: 'A context of docker',
};
