namespace lib { int fresh(); }
int use() { return lib::fresh(); }
