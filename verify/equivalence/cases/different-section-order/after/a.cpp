using Entry = void (*)();
void two();
__attribute__((section("entries"), used)) static Entry second = two;
