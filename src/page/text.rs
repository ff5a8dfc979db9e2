//! Text as people read it, and its folded form in which terms are looked for.
