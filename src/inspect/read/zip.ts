/** Zip archives. */
import { inflateRaw } from './inflate.ts';
import { Malformed } from './malformed.ts';
import { BufferSource, type ByteSource, RangeSource } from './source.ts';
import { ByteStream } from './stream.ts';
import { readDirectory, type ZipMember } from './zip-directory.ts';
import { checkLayout } from './zip-layout.ts';
import { compareNames } from './zip-names.ts';

/** Most ambiguities that are listed. */
const MOST_AMBIGUITIES = 20;

/**
 * The members of a zip. Every byte of the file must belong to one of its parts: `ambiguities` has
 * what two programs could read differently.
 */
export class ZipArchive {
  /** Names of the members, in the directory's order. */
  readonly names: string[];
  /** What two programs can read differently, as nouns: `a second member x`. Normally empty. */
  readonly ambiguities: string[];
  readonly #source: ByteSource;
  readonly #members: Map<string, ZipMember>;
  readonly #starts: Map<ZipMember, number>;

  private constructor(
    source: ByteSource,
    members: ZipMember[],
    starts: Map<ZipMember, number>,
    ambiguities: string[],
  ) {
    this.#source = source;
    this.names = members.map(({ name }) => name);
    this.ambiguities = ambiguities;
    this.#members = new Map(members.map((member) => [member.name, member]));
    this.#starts = starts;
  }

  /** Reads the directory. Throws Malformed if the zip is cut off (`cut off`) or damaged. */
  static async open(source: ByteSource): Promise<ZipArchive> {
    const found = new Set<string>();
    const doubt = (what: string) => {
      if (found.size < MOST_AMBIGUITIES) found.add(what.slice(0, 300));
    };
    const directory = readDirectory(source, doubt);
    const { members } = directory;
    compareNames(
      members.map(({ name }) => name),
      doubt,
    );
    const starts = checkLayout(source, directory, doubt);
    return new ZipArchive(source, members, starts, [...found]);
  }

  has(name: string): boolean {
    return this.#members.has(name);
  }

  /** Unpacked size of the member in bytes, as the directory states it. */
  size(name: string): number {
    return this.#member(name).size;
  }

  /** A whole member, at most `most` bytes. Throws Malformed if it is larger or damaged. */
  async read(name: string, most: number): Promise<Buffer> {
    const member = this.#member(name);
    if (member.size > most) {
      throw new Malformed(
        `has a member ${name} of ${member.size} bytes, too much to read`,
        'limit',
      );
    }
    const packed = this.#packed(member);
    this.#source.budget.keep(member.method === 0 ? packed.size : 0);
    if (member.method === 0) return packed.read(0, packed.size);
    const pieces: Buffer[] = [];
    for await (const piece of inflateRaw(packed, member.size, unreadable(name))) {
      this.#source.budget.keep(piece.length);
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  }

  /** A member's bytes by position: in place if it is stored, else unpacked into memory. */
  async source(name: string, most: number): Promise<ByteSource> {
    const member = this.#member(name);
    return member.method === 0
      ? this.#packed(member)
      : new BufferSource(await this.read(name, most), this.#source.budget);
  }

  /** A member from front to back, of any size. */
  async stream(name: string): Promise<ByteStream> {
    const member = this.#member(name);
    const packed = this.#packed(member);
    return member.method === 0
      ? ByteStream.of(packed)
      : ByteStream.from(inflateRaw(packed, member.size, unreadable(name)), this.#source.budget);
  }

  #member(name: string): ZipMember {
    const member = this.#members.get(name);
    if (member === undefined) throw new Malformed(`has no member ${name}`);
    return member;
  }

  /** The member's bytes in the file, not unpacked. */
  #packed(member: ZipMember): ByteSource {
    const what = unreadable(member.name);
    if ((member.flags & 1) !== 0) throw new Malformed(`${what} (it is encrypted)`);
    if (member.method !== 0 && member.method !== 8) {
      throw new Malformed(`${what} (compression ${member.method})`);
    }
    if (member.method === 0 && member.packed !== member.size) {
      throw new Malformed(`${what} (it has two sizes)`);
    }
    const start = this.#starts.get(member);
    if (start === undefined) throw new Malformed(`${what} (it has no header)`);
    return new RangeSource(this.#source, start, member.packed);
  }
}

const unreadable = (name: string) => `has an unreadable member ${name}`;
