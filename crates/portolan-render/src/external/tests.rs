//! Tables that fit their lines.
