using Entry = void (*)();
void one();
__attribute__((section("entries"), used)) static Entry first = one;
