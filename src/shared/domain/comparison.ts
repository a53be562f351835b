/** Runs that one comparison takes: more curves than this cannot be told apart. */
export const MOST_COMPARED = 20
