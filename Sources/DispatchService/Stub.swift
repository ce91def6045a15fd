enum DispatchServiceStub {}
