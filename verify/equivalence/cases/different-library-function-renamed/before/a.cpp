namespace lib { int old(); }
int use() { return lib::old(); }
