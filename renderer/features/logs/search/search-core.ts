import { assertNever } from '../../../../main/contract/assert-never.ts';
import type { SharedChunk } from '../store/log-chunk.ts';
import { compile, type Expression } from './expression.ts';
import { marksIn, searchText, tryOn } from './search-text.ts';

/** A part of a chunk that is to be searched. */
export interface ChunkPart {
  readonly chunk: SharedChunk;
  readonly from: number;
  readonly to: number;
}

/** What the worker that searches is asked. Each question is answered, in order. */
export type SearchQuestion =
  | {
      readonly kind: 'lines';
      readonly expression: Expression;
      readonly parts: readonly ChunkPart[];
      /** Id of the oldest chunk that is kept: what was made of older ones goes. */
      readonly oldest: number;
    }
  /** Where the expression matches in lines that are on the screen. */
  | { readonly kind: 'marks'; readonly expression: Expression; readonly lines: readonly string[] }
  /** Whether the expression comes to an end on lines that are then searched elsewhere: that there is an answer is the answer. */
  | { readonly kind: 'try'; readonly expression: Expression; readonly lines: readonly string[] }
  /** Somebody is about to search: what can be made ready before is. */
  | { readonly kind: 'warm'; readonly chunks: readonly SharedChunk[] };

/** What it answers: for `lines` the places of the lines in each part; for `marks` the places in each line; nothing otherwise. */
export type SearchAnswer = readonly (readonly number[])[];

/** Answers questions; keeps the text of whole chunks, since to make it costs more than to search it. */
export function createSearchCore(): (question: SearchQuestion) => SearchAnswer {
  const texts = new Map<number, string>();
  const decoder = new TextDecoder();

  const decode = ({ bytes, byteLength }: SharedChunk) => decoder.decode(bytes.slice(0, byteLength));
  const textOf = (chunk: SharedChunk) => {
    const known = texts.get(chunk.id);
    if (known !== undefined) return known;
    const text = decode(chunk);
    if (chunk.isFull) texts.set(chunk.id, text);
    return text;
  };
  /** Chunks are dropped in the order of their ids. */
  const forgetBefore = (id: number) => {
    for (const old of texts.keys()) if (old < id) texts.delete(old);
  };

  return (question) => {
    switch (question.kind) {
      case 'lines': {
        forgetBefore(question.oldest);
        const expression = compile(question.expression);
        return question.parts.map(({ chunk, from, to }) =>
          searchText(expression, textOf(chunk), chunk.starts.subarray(0, chunk.lines), from, to),
        );
      }
      case 'marks': {
        const expression = compile(question.expression);
        return question.lines.map((line) => marksIn(expression, line));
      }
      case 'try': {
        const expression = compile(question.expression);
        for (const line of question.lines) tryOn(expression, line);
        return [];
      }
      case 'warm':
        forgetBefore(question.chunks[0]?.id ?? Number.POSITIVE_INFINITY);
        for (const chunk of question.chunks) if (chunk.isFull) textOf(chunk);
        return [];
      default:
        return assertNever(question);
    }
  };
}
