using Google.Rpc;
using Grpc.Core;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.ServiceDefaults.Errors;
using RegionalSecurity.ServiceDefaults.Paging;

namespace RegionalSecurity.ServiceDefaults.Tests;

public sealed class ErrorsAndPagingTests
{
    [Fact]
    public void ToRpcException_ManyBadFields_AllNamedWithErrorInfo()
    {
        var validation = new Validation();
        validation.Required("", "text");
        validation.AtMost("abc", 2, "title");
        validation.PageSize(-1, 50, 500);
        validation.RequestId("no uuid");

        var status = Should.Throw<DomainException>(validation.ThrowIfAny).ToRpcException().GetRpcStatus()!;

        ((StatusCode)status.Code).ShouldBe(StatusCode.InvalidArgument);
        status.GetDetail<BadRequest>()!.FieldViolations.Select(v => v.Field).ShouldBe(["text", "title", "page_size", "request_id"]);
        status.GetDetail<ErrorInfo>()!.Domain.ShouldBe("regionalsecurity");
    }

    [Fact]
    public void ThrowIfAny_NothingWrong_DoesNotThrow()
    {
        var validation = new Validation();
        validation.RequestId("");
        validation.PageSize(0, 50, 500).ShouldBe(50);
        validation.PageSize(9999, 50, 500).ShouldBe(500);
        validation.ThrowIfAny();
    }

    [Fact]
    public void NotFound_LongHostileId_IsCut()
    {
        DomainException.NotFound("claim", new string('x', 100_000)).ToRpcException().Status.Detail.Length.ShouldBeLessThan(300);
    }

    [Fact]
    public void Decode_OwnToken_GivesPosition_WhateverThePageSize()
    {
        var request = new ListClaimsRequest { Actor = "PRK", PageSize = 10 };
        request.PageToken = PageToken.Encode(request, "12", "x|\"y");
        request.PageSize = 20;

        PageToken.Decode(request, 2, new Validation()).ShouldBe(["12", "x|\"y"]);
    }

    [Fact]
    public void Decode_TokenOfAnotherQueryOrNonsense_ViolationForPageToken()
    {
        var token = PageToken.Encode(new ListClaimsRequest { Actor = "PRK" }, "12");
        foreach (var request in new[]
        {
            new ListClaimsRequest { Actor = "USA", PageToken = token },
            new ListClaimsRequest { Actor = "PRK", PageToken = "!!" },
            new ListClaimsRequest { Actor = "PRK", PageToken = token[..^3] },
            new ListClaimsRequest { Actor = "PRK", PageToken = new string('A', 1 << 20) },
        })
        {
            var validation = new Validation();
            PageToken.Decode(request, 1, validation).ShouldBeNull();
            validation.Violations.Single().Field.ShouldBe("page_token");
        }
    }
}
