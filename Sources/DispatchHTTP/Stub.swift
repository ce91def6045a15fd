enum DispatchHTTPStub {}
