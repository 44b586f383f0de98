import { config } from 'zod';

// The page's policy lets nobody make code from text. zod would try to, to be faster, and each try is a violation in the
// console. Must be evaluated before the first schema is made: imported before everything else.
config({ jitless: true });
