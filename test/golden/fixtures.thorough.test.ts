/** Every fixture there and back again, where there is time for it. */
import "./fixtures.test.ts";
