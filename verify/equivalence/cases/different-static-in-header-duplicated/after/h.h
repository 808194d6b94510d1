static int hits;
inline int hit() { return ++hits; }
