import { grownNumbers } from './grow.ts';

/**
 * Numbers of lines, ascending, that grow at the end and go away at the beginning. Each has a place that stays: the first one
 * left is at {@link first}.
 */
export class LineList {
  private numbers: Float64Array = new Float64Array(256);
  /** Place of what is at the beginning of the array. */
  private base = 0;
  first = 0;
  end = 0;

  push(number: number): void {
    const at = this.end - this.base;
    if (at === this.numbers.length) this.makeRoom();
    this.numbers[this.end - this.base] = number;
    this.end += 1;
  }

  /** The number at a place; undefined where there is none. */
  at(place: number): number | undefined {
    return place < this.first || place >= this.end ? undefined : this.numbers[place - this.base];
  }

  /** Place of the first number that is not smaller; {@link end} when all are. */
  placeOf(number: number): number {
    let low = this.first;
    let high = this.end;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((this.numbers[middle - this.base] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Forgets all numbers that are smaller. */
  dropBefore(number: number): void {
    this.first = this.placeOf(number);
  }

  /** Moves what is left to the beginning where that frees half of the room, else takes more. */
  private makeRoom(): void {
    const left = this.numbers.subarray(this.first - this.base);
    if (left.length * 2 <= this.numbers.length) this.numbers.copyWithin(0, this.first - this.base);
    else this.numbers = grownNumbers(left, left.length * 2);
    this.base = this.first;
  }
}
