/** The same as in every run, on every Django. */
import "./media-storage.test.ts";
import "./media-storage-choice.test.ts";
