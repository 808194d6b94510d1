extern "C" int next(void);
int use() { return next(); }
