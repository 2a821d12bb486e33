import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["**/node_modules/", "static/vendor/", ".venv/", "instance/"] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      complexity: ["error", 8],
      eqeqeq: "error",
      "no-console": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
    },
  },
  {
    files: ["static/js/**/*.js"],
    languageOptions: { globals: globals.browser },
    rules: {
      "no-restricted-syntax": [
        "error",
        // The minifier takes `void (a && b())` for nothing at all: b is never called.
        { selector: "UnaryExpression[operator='void'] > LogicalExpression", message: "Say it with if." },
      ],
    },
  },
  { files: ["static/sw.js"], languageOptions: { globals: globals.serviceworker } },
  { files: ["tests/js/**/*.js"], languageOptions: { globals: { ...globals.browser, ...globals.node } } },
];
