//! Everything the product does: commands, reads and jobs, one file each, named by verb.
