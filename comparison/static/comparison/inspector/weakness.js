/** @typedef {import("./inspection.js").Weakness} Weakness */

const weakness = (level) => (title, why) => ({ level, title, why });

/** What lets somebody in, or is refused by every browser. @type {(title: string, why: string) => Weakness} */
export const serious = weakness("serious");
/** What makes an attack easier, or its harm greater. @type {(title: string, why: string) => Weakness} */
export const caution = weakness("caution");
/** What one should know. @type {(title: string, why: string) => Weakness} */
export const note = weakness("note");
