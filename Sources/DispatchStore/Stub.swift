enum DispatchStoreStub {}
