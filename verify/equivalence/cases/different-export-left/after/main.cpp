int api();
int use() { return api(); }
