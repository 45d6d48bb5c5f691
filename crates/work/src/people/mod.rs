//! 人员: signing in, appointing.
