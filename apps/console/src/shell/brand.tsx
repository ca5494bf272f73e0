import gateMark from "../theme/gate-mark.svg";

export const Brand = () => (
  <span className="brand">
    <img src={gateMark} width={22} height={22} alt="" />
    Headgate
  </span>
);
