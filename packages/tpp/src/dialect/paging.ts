/** How a bank hands out a long report. */
export type PagingStyle = LinkPaging | NumberPaging;

/** By `next` links, as the standard does. */
export interface LinkPaging {
  readonly style: "links";
  /**
   * Put back the parameters of the first request that a `next` link leaves out; what the link says itself stands. Some
   * banks refuse the second page without them, or forget the period and answer something else (ADR 0016). False for a
   * bank that takes its links only as they are.
   */
  readonly repeatParameters: boolean;
  /** Query parameter for the most entries of a page. */
  readonly itemsParameter: string;
}

/** By the number of the page: the pages end with the first that is not full. */
export interface NumberPaging {
  readonly style: "numbers";
  readonly pageParameter: string;
  readonly firstPage: number;
  readonly itemsParameter: string;
  /** Entries of a full page, unless the caller wants fewer. */
  readonly items: number;
}
