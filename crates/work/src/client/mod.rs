//! 接口用户: other systems and their keys.
