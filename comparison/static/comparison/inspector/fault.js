/** What is wrong with the input, in words for people, and where. */
export class Fault extends Error {
  name = "Fault";

  /**
   * @param {string} message one sentence or two: what is wrong, and what would be right
   * @param {number | null} [at] the place in the text, counted from 0
   */
  constructor(message, at = null) {
    super(message);
    this.at = at;
  }

  /** The same fault in a longer text, in which the faulty part begins at `offset`. */
  within(offset) {
    return new Fault(this.message, this.at === null ? null : this.at + offset);
  }
}
