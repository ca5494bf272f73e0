/** The way from the root of a JSON text to one of its values: names of members and places in lists. */
export type JsonPath = readonly (string | number)[];
