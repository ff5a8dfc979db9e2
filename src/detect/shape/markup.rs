//! Structured data of a shop or a game: what makes stars and prices appear in search results.

/// Blocks that are looked at, and the bytes of each.
const MOST_BLOCKS: usize = 10;
const MOST_BYTES: usize = 20_000;

/// Whether the source carries structured data of a product with its price or its stars, or of a
/// game of chance.
pub(in crate::detect) fn has_shop_markup(source: &str) -> bool {
    let blocks = memchr::memmem::find_iter(source.as_bytes(), "application/ld+json");
    blocks.take(MOST_BLOCKS).any(|at| {
        let end = source.floor_char_boundary(at + MOST_BYTES);
        let block = source.get(at..end).unwrap_or_default();
        let block = block.split("</script").next().unwrap_or_default();
        let is = |kind: &str| block.contains(&format!("\"{kind}\""));
        is("Casino")
            || ((is("Product") || is("Game") || is("SoftwareApplication"))
                && (is("aggregateRating") || is("offers") || is("price")))
    })
}
