// Prints the examples of a suite that somebody else published as an npm package, as JSON: `node suites.mjs PACKAGE`.
const { default: suite } = await import(process.argv[2]);
process.stdout.write(JSON.stringify(suite.tests ?? suite.testCases ?? suite));
