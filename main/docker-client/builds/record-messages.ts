// The numbers are those of BuildKit's api/services/control/control.proto; what is not named is passed over.
import { fields, readEntry } from './message-fields.ts';

/** Most entries of a list or a map that are kept, and letters of one text. */
const mostEntries = 1_000;
const longestText = 20_000;

/** Something that BuildKit keeps by its digest. Untrusted, and it may be gone. */
export interface Descriptor {
  readonly mediaType: string;
  /** Such as `sha256:…`. */
  readonly digest: string;
  readonly bytes: number;
  readonly annotations: ReadonlyMap<string, string>;
}

/** What a build has made, of all platforms or of one. */
export interface RecordedResult {
  /** Such as `linux/arm64`; empty where it is not about one. */
  readonly platform: string;
  readonly outputs: readonly Descriptor[];
  /** What BuildKit attests of it, such as from what it was made. */
  readonly attestations: readonly Descriptor[];
}

/** What a record has beside what the list of builds needs. Untrusted texts, cut to 20,000 letters. */
export interface HistoryRecord {
  /** All that its frontend was told, such as `target` or `build-arg:NAME`. */
  readonly attributes: ReadonlyMap<string, string>;
  /** What was to be done with what it makes, by what each exporter was told. */
  readonly exporters: readonly ReadonlyMap<string, string>[];
  /** What the exporters have answered. */
  readonly answers: ReadonlyMap<string, string>;
  readonly results: readonly RecordedResult[];
  /** What it has failed by, in BuildKit's words; empty for one that has not. */
  readonly error: string;
  /** Where more is kept of that; null where nothing is. */
  readonly errorDetails: Descriptor | null;
}

/** Reads the record of a `BuildHistoryEvent`. Throws for what is none. */
export function readHistoryRecord(message: Uint8Array): HistoryRecord {
  let record = readRecord(new Uint8Array());
  fields({
    2: (reader) => {
      record = readRecord(reader.bytes());
    },
  })(message);
  return record;
}

function readRecord(message: Uint8Array): HistoryRecord {
  const [attributes, answers] = [new Map<string, string>(), new Map<string, string>()];
  const exporters: HistoryRecord['exporters'][number][] = [];
  const results: RecordedResult[] = [];
  let error = '';
  let errorDetails: Descriptor | null = null;
  fields({
    3: (reader) => addEntry(attributes, reader.bytes()),
    4: (reader) => add(exporters, readExporter(reader.bytes())),
    5: (reader) => {
      error = readErrorMessage(reader.bytes());
    },
    9: (reader) => addEntry(answers, reader.bytes()),
    10: (reader) => add(results, { platform: '', ...readResult(reader.bytes()) }),
    11: (reader) => add(results, readPlatformResult(reader.bytes())),
    18: (reader) => {
      errorDetails = readDescriptor(reader.bytes());
    },
  })(message);
  return { attributes, exporters, answers, results, error, errorDetails };
}

/** An `Exporter`: what it was told. */
function readExporter(message: Uint8Array): ReadonlyMap<string, string> {
  const told = new Map<string, string>();
  fields({ 2: (reader) => addEntry(told, reader.bytes()) })(message);
  return told;
}

/** The message of a `google.rpc.Status`. */
function readErrorMessage(message: Uint8Array): string {
  let words = '';
  fields({
    2: (reader) => {
      words = shortened(reader.string());
    },
  })(message);
  return words;
}

/** An entry of the map of `BuildResultInfo` by platforms. */
function readPlatformResult(message: Uint8Array): RecordedResult {
  let platform = '';
  let result = readResult(new Uint8Array());
  fields({
    1: (reader) => {
      platform = shortened(reader.string());
    },
    2: (reader) => {
      result = readResult(reader.bytes());
    },
  })(message);
  return { platform, ...result };
}

/** A `BuildResultInfo`. Its first field is one of the third, for clients of before. */
function readResult(message: Uint8Array): Omit<RecordedResult, 'platform'> {
  const [outputs, attestations]: [Descriptor[], Descriptor[]] = [[], []];
  const readOutput = fields({ 2: (reader) => add(outputs, readDescriptor(reader.bytes())) });
  fields({
    2: (reader) => add(attestations, readDescriptor(reader.bytes())),
    3: (reader) => readOutput(reader.bytes()),
  })(message);
  return { outputs, attestations };
}

function readDescriptor(message: Uint8Array): Descriptor {
  const annotations = new Map<string, string>();
  let [mediaType, digest, bytes] = ['', '', 0];
  fields({
    1: (reader) => {
      mediaType = shortened(reader.string());
    },
    2: (reader) => {
      digest = shortened(reader.string());
    },
    3: (reader) => {
      bytes = Number(reader.int64());
    },
    5: (reader) => addEntry(annotations, reader.bytes()),
  })(message);
  return { mediaType, digest, bytes, annotations };
}

function addEntry(map: Map<string, string>, message: Uint8Array): void {
  const { key, value } = readEntry(message);
  if (map.size < mostEntries) map.set(shortened(key), shortened(value));
}

function add<T>(list: T[], entry: T): void {
  if (list.length < mostEntries) list.push(entry);
}

function shortened(text: string): string {
  return text.slice(0, longestText);
}
