/** Every fixture planned twice with every provider, where there is time for it. */
import "./providers.test.ts";
