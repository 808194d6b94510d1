int fetch(int v) { return v; }
int use() { return fetch(1); }
