"""Shortly before a date poll closes: a reminder for those who have not voted."""
