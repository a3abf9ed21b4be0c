// Reads a feed with three readers that nobody here made, and prints what each one saw: node read.mjs FEED
import { readFileSync } from "node:fs";
import * as feedsmith from "feedsmith";
import partytime from "podcast-partytime";
import Parser from "rss-parser";

const text = readFileSync(process.argv[2], "utf8");
const custom = { feed: ["podcast:guid", "podcast:locked"], item: [] };
for (const tag of ["transcript", "chapters", "person", "location", "txt", "season", "episode"]) {
  custom.item.push(`podcast:${tag}`);
}
const seen = {
  feedsmith: feedsmith.parseFeed(text),
  partytime: partytime.parseFeed(text),
  rssParser: await new Parser({ customFields: custom }).parseString(text),
};
process.stdout.write(JSON.stringify(seen, (_, value) => (value instanceof Date ? value.toISOString() : value)));
