/** A name that the tests' browsers find on this machine, and that nobody could know to be this machine's. */
export const ANOTHER_HOST = 'calls.example.org';
