#pragma once
struct A {}; struct B {}; struct C {};
